"""`python -m mailvote` is the command `mailvote`."""

from mailvote.cli import main

if __name__ == "__main__":
    main(prog_name="mailvote")
