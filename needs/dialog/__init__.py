"""Questions answered to all, and interests that are owed an answer: rights, words, forms and messages of both."""
