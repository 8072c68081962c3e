from _chain import chain

chain("tutorial/projection.py", "Projection, as many maps as before")
