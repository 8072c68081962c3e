from _draw import chain

chain("tutorial/reduction.py", "Reduction, fewer maps")
