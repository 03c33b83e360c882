/** Every sentence that the checking half can say, in English, as `keepsafe verify` says it.
 *
 *  The key is what travels; the showing half has the same keys in its other languages. What stands
 *  in braces is filled in, and comes from the file: show it as plain text.
 */

export const SENTENCES = {
  // The file as a whole.
  'not-ours':
    '{name} is no sealed file, or it is not whole. Copy it again, and check it again.',
  'unreadable': 'This could not be read from the disk. Nothing is lost; choose the file again.',
  'old-browser':
    'This browser is too old to check the file. Use a newer one, or the steps in VERIFY.txt.',
  'cancelled': 'Stopped. Nothing was changed.',
  'later-format':
    'This file was made by a later Keepsafe than this one. Use a newer Keepsafe, or the steps in ' +
    'its VERIFY.txt.',
  'locked-part-missing': 'The locked part of this file, evidence.zip, is missing.',
  'locked-once-more': '{name} is locked once more, which Keepsafe never does.',
  'not-locked': '{file} is not locked with words, which Keepsafe always does.',
  'stray': 'There is a file that does not belong: {name}.',
  'more-strays': 'There are many more files that do not belong.',
  'outer-order': 'The parts of this file are not in the order in which Keepsafe writes them.',
  'two-locked-parts': 'There are two locked parts, and a sealed file has one.',
  'reader-damaged': 'OPEN-ME.html was changed. Use your own copy of the reader.',
  'reader-replaced':
    'OPEN-ME.html is not the reader that Keepsafe made: reader replaced. Use your own copy of the ' +
    'reader.',
  'start-here-replaced': 'START-HERE.txt was replaced by another text.',
  'called': 'The file is called {name}, and it holds {named}.',
  'called-another': 'The file is called {name}, and it holds another.',

  // Words and keys.
  'words-needed':
    'This file is locked with eight words. Without them nothing can be said about it.',
  'words-wrong': 'These words do not open this file. Check them with the paper, word by word.',
  'words-count':
    '{count} words are needed, and {found} were found here. Look at the paper again.',
  'words-count-one':
    '{count} words are needed, and 1 was found here. Look at the paper again.',
  'word-unknown':
    'Word {number}, “{word}”, is not on the list. Look at it again: the first four letters are ' +
    'enough.',
  'key-needed':
    "This file is locked for a unit's key. Without that key nothing can be said about it.",
  'key-wrong': "This key does not open this file. Use the unit's key.",
  'key-form': 'This is not an age key; it starts with AGE-SECRET-KEY-1.',
  'key-mistake': 'This key has a mistake in it; please copy it again.',

  // The ZIP form, outer and inner.
  'zip-end':
    'The end of this file is missing, or something was added after it. Copy it again from where it ' +
    'came.',
  'zip-list-place': 'The list of files does not lie where this file says it does.',
  'zip-list-form': 'The list of files at the end of this file is not in its proper form.',
  'zip-list-long': 'The list of files in this file is far too long.',
  'zip-list-count': 'The list of files does not hold as many as it says.',
  'zip-list-broken': 'The list of files in this file is broken.',
  'zip-entry': 'The entry of {name} in the list of files was changed.',
  'zip-headers': 'The two headers of {name} do not agree.',
  'zip-after': 'There are bytes after the last file that belong to no file.',
  'zip-before': 'There are bytes before {name} that belong to no file.',
  'zip-twice': 'There are two files called {name}.',
  'zip-folder': '{name} lies in a folder that is also a file.',
  'zip-name': 'There is a file with a name that is not allowed: {name}.',
  'zip-size': '{name} says that it has an impossible size.',
  'zip-compressed': '{name} is compressed, which Keepsafe never does.',
  'zip-encryption': '{name} is encrypted in a way that Keepsafe never uses.',

  // The age form.
  'age-header': 'The start of this age file is not in its proper form.',
  'age-header-changed': 'The header of this age file was changed after it was written.',
  'age-text':
    'This age file was turned into text. Turn it back with the age program, or use the file as ' +
    'it came.',
  'age-content': 'The encrypted content was cut short or changed.',

  // The files of the bag.
  'missing': '{name} is missing.',
  'changed': '{name} was changed.',
  'changed-encrypted': '{name} was changed. The encrypted content was cut short or changed.',
  'cut-short': '{name} is cut short.',
  'not-encrypted': '{name} is not encrypted as the others are, so it was put there.',
  'too-long': '{name} is far too long.',
  'line-form': 'A line of {name} is not as Keepsafe writes it.',
  'text-form': '{name} is not as Keepsafe writes it.',
  'lists-foreign': '{list} lists {name}, which does not belong there.',
  'not-sealed': '{name} is not the file that was sealed.',
  'on-no-list': '{name} is on no list, so it was put there.',

  // The signature.
  'signature-missing': 'The signature cannot be checked: a part of it is missing.',
  'signing-key-unreadable': 'The signing key in this file cannot be read.',
  'signing-key-kind': "The signing key in this file is of another kind than Keepsafe's.",
  'signing-key-form': "The signing key's file is not as Keepsafe writes it.",
  'signature-wrong': 'The signature does not fit what was sealed.',

  // bag-info.txt.
  'folder-called': 'The folder is called {name}, and it holds {named}.',
  'info-which': 'bag-info.txt does not say which sealed file this is.',
  'info-differs': 'bag-info.txt gives another {label} than the file itself.',
  'time-other-bytes':
    '{name} gives the time of other bytes than these, so it was put there.',
  'info-lacks': 'bag-info.txt does not give the {label}.',

  // The custody log, and what it says of the file.
  'log-end': 'The log does not end with the sealing of this file.',
  'log-other-file': 'The log ends with the sealing of another file than this.',
  'log-differs': 'The log and bag-info.txt give another {label}.',
  'log-parts': 'The list of parts in the log is not one that Keepsafe writes.',
  'exhibit-other': '{name} is not the file that the log tells of.',
  'exhibit-absent': 'Exhibit {item} is in the log and not in this file.',
  'exhibit-elsewhere': '{name} belongs in another part.',
  'exhibit-unlogged': '{name} is not in the log, so it was put there.',
  'exhibit-unlogged-listed':
    '{name} is not in the log, though it is on the list of sealed files.',
  'more-wrong': 'There is more wrong with {name}.',
  'line-long': 'A line of {name} is far too long.',
  'line-cut': 'The last line of {name} is cut short.',
  'json-invalid': 'This line is not valid JSON.',
  'json-form': 'This line is not written in canonical JSON.',
  'json-deep': 'This data is nested far too deeply.',
  'json-number': 'This number is too large for JSON.',
  'json-fraction': 'A fraction cannot be kept in this data.',
  'json-name': 'A name in this data is not plain ASCII.',
  'json-text': 'This text is not valid Unicode, so it has no canonical form.',
  'entry-fields': 'An entry of the log does not have exactly the fields it should.',
  'entry-number': 'An entry of the log has a number that cannot be.',
  'entry-field': 'Entry {number} of the log has a {name} that cannot be.',
  'entry-order': 'Entry {number} comes out of order.',
  'entry-follows': 'Entry {number} does not follow from entry {before}.',
  'entry-missing': 'Entry {number} is missing.',
  'entries-missing': 'Entries {first} to {last} are missing.',
  'data-parts': 'A line of custody-data.jsonl does not have exactly its three parts.',
  'data-part': 'A line of custody-data.jsonl has a part that cannot be.',
  'data-promise': 'The data of entry {number} is not what the log promised.',

  // Other parts.
  'part': 'This is part {part} of {parts}. The rest is in: {names}. Check those too.',
  'part-more':
    'This is part {part} of {parts}. The rest is in: {names} and {count} more. Check those too.',

  // What was lost before the sealing, as the log says.
  'lost-exhibits': 'Found damaged before the sealing, and not in it: {names}.',
  'lost-exhibits-more': 'Found damaged before the sealing, and not in it: {names} and others.',
  'lost-entries': 'Entries of the log that were lost before the sealing: {numbers}.',
  'lost-entries-more':
    'Entries of the log that were lost before the sealing: {numbers} and others.',
} as const;

export type SentenceKey = keyof typeof SENTENCES;
