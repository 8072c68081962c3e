from _draw import chain

chain("tutorial/baseline.py", "Baseline, one layer")
