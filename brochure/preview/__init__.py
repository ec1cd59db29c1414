"""下見: the pages as they will print, in a browser on this machine, redrawn on save.

    files change → watch → board → worker (content, markup, typeset, raster) → browser

The board says what is on screen and what comes next; the worker is a process of its
own that keeps the layout engine warm. Nothing here is needed to build a PDF.
"""
