/** The reader's own words, in English; the other languages have exactly these keys. */

export const own = {
  brand: 'Keepsafe reader',
  skip: 'Skip to the content',
  language: 'Language',
  contents: 'What is in here',
  print: 'Print',
  again: 'Open another file',

  'start.title': 'Open and check a sealed file',
  'start.lead':
    'This page works without the internet. What you open here stays on this computer, and the page keeps nothing.',
  'file.label': 'The sealed file',
  'file.hint':
    'It is called something like KS-7F3K-9Q2M-1.zip. The evidence.zip or evidence.zip.age that lay in it can be opened too. You can also drop the file anywhere on this page.',
  'file.chosen': '{name}, {size}.',
  'file.words': 'It is locked with eight words.',
  'file.key': 'It is locked for a unit’s key.',
  'file.nothing': 'It is not locked any more.',
  'file.choose': 'Choose the file',
  'file.none': 'Choose the sealed file first.',
  'file.several': 'One file at a time, please. The first one was taken: {name}.',
  'secret.label': 'The eight words, or your unit’s key',
  'secret.hint':
    'Capital letters, accents, spaces and hyphens do not matter, and the first four letters of each word are enough. A key starts with AGE-SECRET-KEY-1. Paste it, or take it from a file.',
  'secret.file': 'Take the key from a file',
  'secret.read': 'The key was taken from {name}.',
  'secret.no-key': 'There is no age key in {name}. Nothing was changed.',
  'code.label': 'Seal code from the hand-over sheet',
  'code.later': 'if you have it; you can also type it later',
  'code.hint': 'Eight groups of four, with digits and the letters a to f.',
  'code.wrong':
    'A seal code is eight groups of four, with digits and the letters a to f only. Look at the sheet again.',
  'code.short':
    'The seal code is the short one on the sheet, eight groups of four. The long one is the SHA-256 of the whole file.',
  'code.whole-file':
    'That is the SHA-256 of the whole file, and it is the same. The seal code is the short one on the sheet, eight groups of four.',
  'code.groups':
    'Check your typing. The groups that differ: {groups}. Look at the sheet once more before you decide.',
  'open.button': 'Open and check',

  'progress.title': 'Checking every byte',
  'progress.figure': '{percent} %',
  'progress.sizes': '{done} of {total}',
  'progress.wait': 'You can leave this page open and do something else meanwhile.',
  cancel: 'Cancel',
  failed:
    'Something went wrong in this page, and nothing can be said about the file. Nothing was changed. Try once more, or use the steps in VERIFY.txt.',

  'verdict.title': 'The answer',
  'verdict.bytes': 'The bytes',
  'verdict.seal': 'The seal code',
  'bytes.matches': 'MATCHES. The same bytes as when this was sealed.',
  'bytes.only-itself':
    'MATCHES only itself. The same bytes as when this other file was sealed.',
  'bytes.changed':
    'CHANGED. This is not what was sealed. A damaged copy looks the same as one changed on purpose: ask for another copy.',
  'bytes.changed-around':
    'CHANGED. What was sealed inside still matches. Only what is around it differs: ask for another copy.',
  'bytes.cannot-tell': 'CANNOT TELL. This could not be checked.',
  'seal.same': 'SEAL CODE: SAME. It is the one on the hand-over sheet.',
  'seal.same-changed':
    'SEAL CODE: SAME. The list of files is the sealed one; what is named here no longer agrees with it.',
  'seal.same-around':
    'SEAL CODE: SAME. It is the one on the hand-over sheet, and what was sealed inside agrees with it.',
  'seal.different':
    'SEAL CODE: DIFFERENT. This is not the file that the hand-over sheet was made for.',
  'seal.own': 'Its own code is',
  'seal.different-unread': 'SEAL CODE: DIFFERENT. The list that the code is made from cannot be read.',
  'seal.not-compared': 'SEAL CODE: NOT COMPARED.',
  'seal.nothing-against': 'Nothing inside contradicts the seal.',
  'seal.compare': 'Compare this code with the sheet:',
  'seal.anyone': 'Anyone who has the words could have made a new file.',
  'seal.not-compared-unread':
    'SEAL CODE: NOT COMPARED. The list that the code is made from cannot be read.',
  'seal.nothing':
    'SEAL CODE: NOT COMPARED. It could not be worked out, because this could not be read that far.',
  'verdict.clock': 'The clock of the computer that sealed it said {time}.',
  'verdict.held-unbroken': 'It holds {files}; its log has {entries}, without a break.',
  'verdict.held': 'It holds {files}; its log has {entries}.',
  'files.one': '1 saved file',
  'files.many': '{count} saved files',
  'entries.one': '1 entry',
  'entries.many': '{count} entries',
  'verdict.truth':
    'This does not show that a picture tells the truth, when it was taken, or who wrote what is in it.',
  'verdict.court': 'This page came with the file. For court, use your own copy, or VERIFY.txt.',
  'verdict.exhibit': 'Exhibit {item}: {sentence}',
  'verdict.which': 'Not as sealed: {exhibits}.',
  'verdict.all-hold': 'Every saved file is as the signed list says.',
  'verdict.others': '{names} and others',
  'verdict.more': 'And {count} more.',
  'verdict.changed-content':
    'What follows is what was found in the changed file. Do not rely on it.',
  'verdict.around-content': 'What follows comes from inside the lock, and is as it was sealed.',
  'verdict.different-content':
    'What follows is what was found in this other file. Do not rely on it.',

  'checks.title': 'What was checked',
  'checks.passed': 'Yes',
  'checks.failed': 'No',
  'checks.failed-names': 'No: {names}',
  'checks.more': '{names} and {count} more',
  'checks.not-checked': 'Could not be checked',
  'checks.none': 'There is none',
  'check.outer': 'Does the outer file hold what belongs there and nothing else?',
  'check.members': 'Is every file inside locked and named as Keepsafe does it?',
  'check.readable': 'Could every file inside be read whole?',
  'check.manifests': 'Has every file the SHA-256 of the lists, and is every file listed?',
  'check.signature': 'Does the signature fit the sealed list?',
  'check.bag-info': 'Do the facts in bag-info.txt agree with the rest?',
  'check.times': 'Is every time token in it about these bytes?',
  'check.custody-log': 'Is the custody log unbroken, and its data what it promised?',
  'check.exhibits': 'Do the log and the files tell the same story?',
  'check.other': 'Another check: {id}',

  'facts.title': 'Facts of this file',
  'facts.name': 'File',
  'facts.size': 'Size',
  'facts.sha256': 'SHA-256 of the file',
  'facts.code': 'Seal code, in full',
  'facts.bundle': 'Sealed file',
  'facts.sealed': 'Sealed (that computer’s clock)',
  'facts.key': 'Signing key (SHA-256)',

  'time.title': 'Trusted time',
  'time.none': 'There is no time token in this file.',
  'time.intro':
    'A time token is a signed note from a time authority that these bytes existed by then. This page does not judge it: check it with the command. Save the authority’s root certificate as root.pem in the folder above. Get it from the authority itself, never from this file; VERIFY.txt says where.',
  'time.claims': 'It says {time}.',
  'time.unread': 'The time in it could not be read.',
  'time.about': 'It is about this file.',
  'time.not-about': 'It is not about this file.',
  'time.command': 'Run this in the unpacked folder (Linux and macOS)',

  copy: 'Copy',
  copied: 'Copied',
  'copy.failed': 'Could not be copied here. Mark it and press Ctrl and C.',
  'copy.all': 'Copy everything about {id}',
  'alike.title': 'Easy to mix up, in order: {letters}',
  'alike.l': 'small L',
  'alike.I': 'capital I',
  'alike.1': 'digit one',
  'alike.O': 'capital O',
  'alike.0': 'digit zero',
  'alike.|': 'upright bar',

  'page1.title': 'Page 1: read this first',

  'exhibits.covered-all':
    'Every file is covered until you ask for it. Only one is shown at a time. It covers itself again after two minutes, and with the Esc key.',
  'exhibits.choose': 'Choose {id}',
  'exhibits.choose-all': 'Choose all',
  'exhibits.choose-none': 'Choose none',
  'exhibits.chosen': '{count} of {all} chosen',
  'exhibits.save-chosen': 'Save the chosen files',
  'exhibits.save-folder': 'Save the chosen files into a folder',
  'exhibits.save-how':
    'They are saved byte for byte, under the short names they have in the sealed file.',
  'exhibits.one-by-one':
    'This browser saves them one after another, in its downloads. It may ask once whether that is all right.',
  'exhibits.more': 'All that is known of {id}',

  'show.picture': 'Show the picture',
  'show.text': 'Show the text',
  'show.video': 'Show the video',
  'show.audio': 'Show the sound recording',
  'show.copy': 'Show the viewing copy',
  'show.cover': 'Cover it again',
  'show.larger': 'Larger',
  'show.smaller': 'Smaller',
  'show.covered': 'Covered',
  'show.loading': 'Opening it',
  'show.cannot': 'A browser cannot show this kind of file safely. Save it to look at it.',
  'show.too-large': 'It is too large to be shown here safely. Save it to look at it.',
  'show.failed': 'It could not be shown. The saved file is whole; save it to look at it.',
  'show.is-copy': 'A viewing copy, made by Keepsafe for reading only. The saved file is the evidence.',
  'show.cut': 'Only the beginning is shown. The saved file holds the whole.',
  'show.first-frame': 'If it moves, only its first picture is shown.',
  'show.not-intact':
    'This file is not the one that was sealed, so it is neither shown nor saved from here.',
  'show.gone':
    'It could not be read again as it was checked: the sealed file was changed, moved or taken out since. Open it again.',
  'show.missing': 'This file is not in the sealed file.',

  save: 'Save',
  'save.name': 'Save {name}',
  'save.done': '{name} was saved.',
  'save.done-many': '{count} files were saved.',
  'save.doing': 'Saving {number} of {count}: {name}',
  'save.some-failed':
    '{count} could not be saved, because they are not as they were sealed or the disk refused: {names}.',
  'save.failed': '{name} could not be saved: it is not as it was sealed, or the disk refused.',
  'save.stopped': 'Stopped. {count} files were saved before.',

  'others.title': 'Other files inside',
  'others.intro': 'The same report for paper, the tables, the log and the lists, to save.',
  'others.no': 'Changed',

  'about.title': 'About this page',
  'about.what':
    'This page checks a sealed file by the rules of FORMAT.md and shows what is in it. It is one file. Its own policy forbids it to connect to anything, and it stores nothing.',
  'about.not':
    'It can be replaced, because it lies in the clear beside the evidence. Compare its SHA-256 with the one published with Keepsafe, or use the copy your unit keeps.',
  'about.licences': 'Licences of the programs in it',
  'about.licence': '{name} {version}, {license}',
} as const;

export type OwnKey = keyof typeof own;

/** The signs that have an `alike.` name. */
export const ALIKE: readonly string[] = ['l', 'I', '1', 'O', '0', '|'];
