"""絵: draws the world map in dots from free coastlines, and finds places on it.

`python -m brochure.art` draws; a build only asks `projection` where things are.
"""
