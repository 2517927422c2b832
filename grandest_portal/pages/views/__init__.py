"""Views of the pages: home, dashboards, and the pages that explain."""
