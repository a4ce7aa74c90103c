"""Lets ``python -m varv.cli`` do what ``varv`` does; ``varv up`` starts its two halves so."""

from varv.cli import main

if __name__ == "__main__":
    main()
