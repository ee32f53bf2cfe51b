"""Follow-up questions: what one lacks, what may stand there, and which reading the documents support best."""
