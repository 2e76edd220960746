# Why a request was not served, and what to do now.

refusal-not-found-title = Page not found
refusal-not-found-text = Check that the address is right, or go back to the home page. If you followed a link, it may be out of date.

refusal-ours-title = Something went wrong on our side
refusal-ours-text = You did nothing wrong. Try again a little later. If it happens again, call us and give this number: { $reference }

refusal-forbidden-title = You may not do this
refusal-forbidden-text = Your role does not include this. If you need it for your work, ask the head of your office.

refusal-too-many-title = Too many tries
refusal-too-many-text = { $minutes ->
    [one] Wait { $minutes } minute, then try again.
   *[other] Wait { $minutes } minutes, then try again.
}

refusal-resting-title = The service is not taking changes just now
refusal-resting-text = You can look things up, but nothing is saved for the moment. Send it again a little later. Everything saved before is still there.

refusal-sent-title = This form was already sent
refusal-sent-text = It was saved with other content, so the second one was not accepted. Open what was saved and change it if you need to.

refusal-expired-title = This form has expired
refusal-expired-text = The page was open for too long. Open it again, check your answers and send it once more.

refusal-sign-in-title = Please sign in again
refusal-sign-in-text = You were signed out to keep your account safe. What you typed is kept: you go on from there after signing in.

refusal-changed-title = Someone else changed this record
refusal-changed-text = The record changed after you opened it. Look at the new one and make your change again.

refusal-too-large-title = Too large
refusal-too-large-text = What you sent is over { $megabytes } MB. Choose a smaller file.

refusal-not-understood-title = We could not read what was sent
refusal-not-understood-text = Open the page again and try once more. If it keeps happening, call us.

refusal-version-title = The version of the record is missing
refusal-version-text = To change a record, name its version (ETag) in the line If-Match.
refusal-busy-title = We cannot answer just now
refusal-busy-text = Wait a few seconds and send it again. Even if a form arrives twice, it is saved once.
