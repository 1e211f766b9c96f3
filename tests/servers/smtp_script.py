"""An SMTP server that says nothing more from one step on: what a firewall, or a server that is ill, looks like."""

from tests.servers.scripted import Conversation, ScriptedServer

STEPS = {"EHLO": "250 mail.example", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on"}


def silent_from(step: str) -> ScriptedServer:
    """It falls silent at the greeting, at one of the commands, or after the content of the first letter."""

    def play(conversation: Conversation, number: int) -> None:
        if step == "greeting":
            conversation.hang()
        conversation.say("220 mail.example ESMTP")
        while True:
            command = conversation.hear()[:4].upper()
            if command == step:
                conversation.hang()
            conversation.say(STEPS.get(command, "250 ok"))
            if command == "DATA":
                while conversation.hear() != ".":
                    continue
                conversation.hang()

    return ScriptedServer(play)
