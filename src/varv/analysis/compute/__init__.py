"""The one door from the platform to the numbers: what is below it may import ``specialisation``.

Numbers cost a second to load, which every command and every worker would have to wait for, so each
function here imports them when it is called.
"""
