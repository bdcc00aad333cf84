"""The notebooks and the package's tests with other versions of the libraries (`make environments`).

colab     what Google Colab has, as colab.txt says
lowest    the lowest versions that pyproject.toml allows, on the oldest Python
newest    no bounds, on the newest Python that this machine has

Each gets a venv under _build/environments with the book's wheel, as a reader would install it. The tools that
run the checks (pytest, nbval and their like) are free in all three.
"""
