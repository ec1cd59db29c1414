"""写真・ロゴ: pictures as files, and as what a target prints of them.

A file is looked at when the page asks for it, and read only when its place and its size
on paper are known: in between stands a stand-in (`standin`).
"""
