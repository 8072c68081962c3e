from _chain import chain

chain("tutorial/reduction.py", "Reduction, fewer maps")
