"""The command line: every workspace and every action, without a terminal, over a pipe, in cron."""
