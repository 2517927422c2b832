"""Reports of public content, appeals against rejections, second looks at what is sensitive, and their delays."""
