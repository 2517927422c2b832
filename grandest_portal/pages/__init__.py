"""Pages of nobody in particular: home, dashboards, legal and help pages."""
