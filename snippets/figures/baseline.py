from _chain import chain

chain("tutorial/baseline.py", "Baseline, one layer")
