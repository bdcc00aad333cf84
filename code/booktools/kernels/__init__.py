"""The notebooks on other machines: kernel sets that this one can play, and noise for those that it cannot.

The last digit of a product depends on the processor, the BLAS and the threads; training carries it into
the third.

    sets.py    what a process must inherit to compute as an older processor does
    jitter.py  the last place of whatever a machine rounds, at random: the processors that we don't have
    spec.py    both as Jupyter kernels, so that nbval runs the notebooks under them
    run.py     `python -m booktools kernels`: names each compared cell that then prints something else
"""
