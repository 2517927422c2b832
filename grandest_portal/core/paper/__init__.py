"""Documents that are a page, a DOCX and a PDF alike: one plain shape for the three.

The web process never loads the libraries that write documents: `produce` runs `worker` in a process of its own.
"""
