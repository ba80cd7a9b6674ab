"""What benches run on: articles, changes and models that are made, and links made by hand."""
