"""The functional specification of a need: one content, shown as a page and written as DOCX and PDF by a worker.

The web process never loads the libraries that write documents: `produce` runs `worker` in a process of its own.
"""
