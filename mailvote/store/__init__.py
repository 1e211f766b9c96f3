"""Where everything is kept: plain functions over one database connection, frozen values in and out."""
