"""One control for each kind of question; a control never answers, it says what was entered."""
