from _chain import chain

chain("tutorial/expansion.py", "Expansion, more maps")
