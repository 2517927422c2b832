"""What of this room takes documents (the attachments room looks for this module)."""

from suppliers import label_documents

__all__ = ["label_documents"]
