"""Cases of every programme: who stands how, opening one, its steps, its papers."""
