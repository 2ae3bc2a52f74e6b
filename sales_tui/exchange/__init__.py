"""Reading and writing files of other programs, as streams of records: no SQL, no screen."""
