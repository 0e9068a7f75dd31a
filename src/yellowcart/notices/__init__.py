"""Who is told what, when, in which language; and who has received, read and acknowledged it."""
