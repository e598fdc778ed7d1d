"""`python -m conduct_lint`."""

from conduct_lint.cli import main

if __name__ == "__main__":
    main()
