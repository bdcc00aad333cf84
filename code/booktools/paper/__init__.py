"""The book on paper and on e-readers: EPUB and PDF, made from the built pages.

The pages already hold every formula, picture and output as the book shows it. What only works on a screen
with a script becomes its still form here, once, for both: a moving picture its still and reading, a fold its
content, a quiz its questions; solutions and answers move to the end.
"""
