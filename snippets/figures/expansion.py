from _draw import chain

chain("tutorial/expansion.py", "Expansion, more maps")
