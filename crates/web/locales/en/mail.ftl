mail-people-invite-subject = Invitation to Sáng Kiến
mail-people-invite-body =
    Dear { $name },

    An account was made for you on the Sáng Kiến site. Your log-in name: { $login }

    Open this link to choose a password, before { $until }:
    { $link }

    The link works once and is for you alone. Please do not forward this letter.
mail-people-reset-subject = New password for Sáng Kiến
mail-people-reset-body =
    Dear { $name },

    Somebody asked for a new password for the account { $login }. Open this link to choose one, before { $until }:
    { $link }

    If it was not you, ignore this letter: the old password still works.
