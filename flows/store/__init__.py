"""The stores: raw pages, clean pages, and the databases in both. The only package with SQL."""
