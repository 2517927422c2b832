"""The demonstration: fictional organisations, open accounts, caught mails. Off outside demo mode."""
