/** The reader's own words, in French. */

import type { OwnKey } from './own.en';

export const own: Readonly<Record<OwnKey, string>> = {
  brand: 'Lecteur Keepsafe',
  skip: 'Aller au contenu',
  language: 'Langue',
  contents: 'Ce qu’il y a ici',
  print: 'Imprimer',
  again: 'Ouvrir un autre fichier',

  'start.title': 'Ouvrir et vérifier un fichier scellé',
  'start.lead':
    'Cette page fonctionne sans internet. Ce que vous ouvrez ici reste sur cet ordinateur, et la page ne garde rien.',
  'file.label': 'Le fichier scellé',
  'file.hint':
    'Son nom ressemble à KS-7F3K-9Q2M-1.zip. Le fichier evidence.zip ou evidence.zip.age qu’il contenait s’ouvre aussi. Vous pouvez aussi déposer le fichier n’importe où sur cette page.',
  'file.chosen': '{name}, {size}.',
  'file.words': 'Il est verrouillé avec huit mots.',
  'file.key': 'Il est verrouillé pour la clé d’un service.',
  'file.nothing': 'Il n’est plus verrouillé.',
  'file.choose': 'Choisir le fichier',
  'file.none': 'Choisissez d’abord le fichier scellé.',
  'file.several': 'Un fichier à la fois, s’il vous plaît. Le premier a été pris : {name}.',
  'secret.label': 'Les huit mots, ou la clé de votre service',
  'secret.hint':
    'Les majuscules, les accents, les espaces et les tirets ne comptent pas, et les quatre premières lettres de chaque mot suffisent. Une clé commence par AGE-SECRET-KEY-1. Collez-la, ou prenez-la dans un fichier.',
  'secret.file': 'Prendre la clé dans un fichier',
  'secret.read': 'La clé a été prise dans {name}.',
  'secret.no-key': 'Il n’y a pas de clé age dans {name}. Rien n’a été changé.',
  'code.label': 'Code du scellé, sur la feuille de remise',
  'code.later': 'si vous l’avez ; vous pouvez aussi le taper plus tard',
  'code.hint': 'Huit groupes de quatre, avec des chiffres et les lettres de a à f.',
  'code.wrong':
    'Un code du scellé a huit groupes de quatre, avec des chiffres et les lettres de a à f seulement. Regardez de nouveau la feuille.',
  'code.short':
    'Le code du scellé est le plus court sur la feuille, huit groupes de quatre. Le long est le SHA-256 du fichier entier.',
  'code.whole-file':
    'C’est le SHA-256 du fichier entier, et il est le même. Le code du scellé est le plus court sur la feuille, huit groupes de quatre.',
  'code.groups':
    'Vérifiez la saisie. Les groupes différents : {groups}. Regardez encore une fois la feuille avant de décider.',
  'open.button': 'Ouvrir et vérifier',

  'progress.title': 'Vérification de chaque octet',
  'progress.figure': '{percent} %',
  'progress.sizes': '{done} sur {total}',
  'progress.wait': 'Vous pouvez laisser cette page ouverte et faire autre chose en attendant.',
  cancel: 'Annuler',
  failed:
    'Quelque chose n’a pas marché dans cette page, et rien ne peut être dit du fichier. Rien n’a été changé. Essayez encore, ou suivez les étapes de VERIFY.txt.',

  'verdict.title': 'La réponse',
  'verdict.bytes': 'Les octets',
  'verdict.seal': 'Le code du scellé',
  'bytes.matches': 'CORRESPOND. Les mêmes octets qu’au moment du scellé.',
  'bytes.only-itself':
    'CORRESPOND seulement à lui-même. Les mêmes octets que quand cet autre fichier a été scellé.',
  'bytes.changed':
    'CHANGÉ. Ce n’est pas ce qui a été scellé. Une copie endommagée ressemble à une copie changée exprès : demandez une autre copie.',
  'bytes.changed-around':
    'CHANGÉ. Ce qui a été scellé à l’intérieur correspond encore. Seul ce qui l’entoure diffère : demandez une autre copie.',
  'bytes.cannot-tell': 'IMPOSSIBLE À DIRE. Ceci n’a pas pu être vérifié.',
  'seal.same': 'CODE DU SCELLÉ : IDENTIQUE. C’est celui de la feuille de remise.',
  'seal.same-changed':
    'CODE DU SCELLÉ : IDENTIQUE. La liste des fichiers est celle qui a été scellée ; ce qui est nommé ici ne s’accorde plus avec elle.',
  'seal.same-around':
    'CODE DU SCELLÉ : IDENTIQUE. C’est celui de la feuille de remise, et ce qui a été scellé à l’intérieur s’accorde avec lui.',
  'seal.different':
    'CODE DU SCELLÉ : DIFFÉRENT. Ce n’est pas le fichier pour lequel la feuille de remise a été faite.',
  'seal.own': 'Son propre code est',
  'seal.different-unread':
    'CODE DU SCELLÉ : DIFFÉRENT. La liste dont le code est fait ne peut pas être lue.',
  'seal.not-compared': 'CODE DU SCELLÉ : PAS COMPARÉ.',
  'seal.nothing-against': 'Rien à l’intérieur ne contredit le scellé.',
  'seal.compare': 'Comparez ce code avec la feuille :',
  'seal.anyone': 'Toute personne qui a les mots a pu faire un nouveau fichier.',
  'seal.not-compared-unread':
    'CODE DU SCELLÉ : PAS COMPARÉ. La liste dont le code est fait ne peut pas être lue.',
  'seal.nothing':
    'CODE DU SCELLÉ : PAS COMPARÉ. Il n’a pas pu être calculé, car la lecture n’a pas pu aller jusque-là.',
  'verdict.clock': 'L’horloge de l’ordinateur qui l’a scellé disait {time}.',
  'verdict.held-unbroken': 'Il contient {files} ; son registre a {entries}, sans rupture.',
  'verdict.held': 'Il contient {files} ; son registre a {entries}.',
  'files.one': '1 fichier gardé',
  'files.many': '{count} fichiers gardés',
  'entries.one': '1 entrée',
  'entries.many': '{count} entrées',
  'verdict.truth':
    'Cela ne montre pas qu’une image dit la vérité, ni quand elle a été prise, ni qui a écrit ce qu’on y lit.',
  'verdict.court':
    'Cette page est venue avec le fichier. Pour le tribunal, utilisez votre propre copie, ou VERIFY.txt.',
  'verdict.exhibit': 'Pièce {item} : {sentence}',
  'verdict.which': 'Pas comme au moment du scellé : {exhibits}.',
  'verdict.all-hold': 'Chaque fichier gardé est tel que le dit la liste signée.',
  'verdict.others': '{names} et d’autres',
  'verdict.more': 'Et {count} de plus.',
  'verdict.changed-content':
    'Ce qui suit est ce qui a été trouvé dans le fichier changé. Ne vous y fiez pas.',
  'verdict.around-content': 'Ce qui suit vient de l’intérieur du verrou, et est tel qu’il a été scellé.',
  'verdict.different-content':
    'Ce qui suit est ce qui a été trouvé dans cet autre fichier. Ne vous y fiez pas.',

  'checks.title': 'Ce qui a été vérifié',
  'checks.passed': 'Oui',
  'checks.failed': 'Non',
  'checks.failed-names': 'Non : {names}',
  'checks.more': '{names} et {count} de plus',
  'checks.not-checked': 'N’a pas pu être vérifié',
  'checks.none': 'Il n’y en a pas',
  'check.outer': 'Le fichier extérieur contient-il ce qui doit y être et rien d’autre ?',
  'check.members': 'Chaque fichier intérieur est-il verrouillé et nommé comme Keepsafe le fait ?',
  'check.readable': 'Chaque fichier intérieur a-t-il pu être lu en entier ?',
  'check.manifests':
    'Chaque fichier a-t-il le SHA-256 des listes, et est-il sur une liste ?',
  'check.signature': 'La signature va-t-elle avec la liste scellée ?',
  'check.bag-info': 'Ce que dit bag-info.txt s’accorde-t-il avec le reste ?',
  'check.times': 'Chaque jeton d’horodatage porte-t-il sur ces octets ?',
  'check.custody-log':
    'Le registre est-il sans rupture, et ses données sont-elles ce qu’il annonçait ?',
  'check.exhibits': 'Le registre et les fichiers racontent-ils la même chose ?',
  'check.other': 'Une autre vérification : {id}',

  'facts.title': 'Ce fichier en bref',
  'facts.name': 'Fichier',
  'facts.size': 'Taille',
  'facts.sha256': 'SHA-256 du fichier',
  'facts.code': 'Code du scellé, en entier',
  'facts.bundle': 'Fichier scellé',
  'facts.sealed': 'Scellé (horloge de cet ordinateur-là)',
  'facts.key': 'Clé de signature (SHA-256)',

  'time.title': 'Heure certifiée',
  'time.none': 'Il n’y a pas de jeton d’horodatage dans ce fichier.',
  'time.intro':
    'Un jeton d’horodatage est une note signée par une autorité : ces octets existaient à ce moment-là. Cette page ne le juge pas ; vérifiez-le avec la commande. Enregistrez le certificat racine de l’autorité sous le nom root.pem dans le dossier au-dessus. Prenez-le chez l’autorité même, jamais dans ce fichier ; VERIFY.txt dit où.',
  'time.claims': 'Il dit {time}.',
  'time.unread': 'L’heure qu’il contient n’a pas pu être lue.',
  'time.about': 'Il porte sur ce fichier.',
  'time.not-about': 'Il ne porte pas sur ce fichier.',
  'time.command': 'À lancer dans le dossier extrait (Linux et macOS)',

  copy: 'Copier',
  copied: 'Copié',
  'copy.failed': 'La copie n’a pas marché ici. Sélectionnez le texte et appuyez sur Ctrl et C.',
  'copy.all': 'Copier tout sur {id}',
  'alike.title': 'Faciles à confondre, dans l’ordre : {letters}',
  'alike.l': 'L minuscule',
  'alike.I': 'I majuscule',
  'alike.1': 'chiffre un',
  'alike.O': 'O majuscule',
  'alike.0': 'chiffre zéro',
  'alike.|': 'barre verticale',

  'page1.title': 'Page 1 : à lire en premier',

  'exhibits.covered-all':
    'Chaque fichier est couvert jusqu’à ce que vous le demandiez. Un seul est montré à la fois. Il se couvre de nouveau après deux minutes, ou avec la touche Échap.',
  'exhibits.choose': 'Choisir {id}',
  'exhibits.choose-all': 'Tout choisir',
  'exhibits.choose-none': 'Ne rien choisir',
  'exhibits.chosen': '{count} sur {all} choisis',
  'exhibits.save-chosen': 'Enregistrer les fichiers choisis',
  'exhibits.save-folder': 'Enregistrer les fichiers choisis dans un dossier',
  'exhibits.save-how':
    'Ils sont enregistrés octet pour octet, sous les noms courts qu’ils ont dans le fichier scellé.',
  'exhibits.one-by-one':
    'Ce navigateur les enregistre l’un après l’autre, dans ses téléchargements. Il peut demander une fois si vous êtes d’accord.',
  'exhibits.more': 'Tout ce qui est connu de {id}',

  'show.picture': 'Montrer l’image',
  'show.text': 'Montrer le texte',
  'show.video': 'Montrer la vidéo',
  'show.audio': 'Montrer l’enregistrement sonore',
  'show.copy': 'Montrer la copie de lecture',
  'show.cover': 'Couvrir de nouveau',
  'show.larger': 'Plus grand',
  'show.smaller': 'Plus petit',
  'show.covered': 'Couvert',
  'show.loading': 'Ouverture',
  'show.cannot':
    'Un navigateur ne peut pas montrer ce type de fichier sans risque. Enregistrez-le pour le voir.',
  'show.too-large':
    'Il est trop grand pour être montré ici sans risque. Enregistrez-le pour le voir.',
  'show.failed':
    'Il n’a pas pu être montré. Le fichier gardé est entier ; enregistrez-le pour le voir.',
  'show.is-copy':
    'Une copie de lecture, faite par Keepsafe. La preuve est le fichier gardé.',
  'show.cut': 'Seul le début est montré. Le fichier gardé contient le tout.',
  'show.first-frame': 'S’il bouge, seule sa première image est montrée.',
  'show.not-intact':
    'Ce fichier n’est pas celui qui a été scellé ; il n’est donc ni montré ni enregistré d’ici.',
  'show.gone':
    'Impossible de le relire tel qu’il a été vérifié : le fichier scellé a été modifié, déplacé ou retiré depuis. Ouvrez-le de nouveau.',
  'show.missing': 'Ce fichier n’est pas dans le fichier scellé.',

  save: 'Enregistrer',
  'save.name': 'Enregistrer {name}',
  'save.done': '{name} est enregistré.',
  'save.done-many': '{count} fichiers sont enregistrés.',
  'save.doing': 'Enregistrement {number} sur {count} : {name}',
  'save.some-failed':
    '{count} n’ont pas pu être enregistrés, parce qu’ils ne sont pas tels qu’ils ont été scellés ou que le disque a refusé : {names}.',
  'save.failed':
    '{name} n’a pas pu être enregistré : il n’est pas tel qu’il a été scellé, ou le disque a refusé.',
  'save.stopped': 'Arrêté. {count} fichiers ont été enregistrés avant.',

  'others.title': 'Autres fichiers à l’intérieur',
  'others.intro':
    'Le même rapport pour le papier, les tableaux, le registre et les listes, à enregistrer.',
  'others.no': 'Changé',

  'about.title': 'À propos de cette page',
  'about.what':
    'Cette page vérifie un fichier scellé selon les règles de FORMAT.md et montre ce qu’il contient. C’est un seul fichier. Sa propre règle lui interdit de se connecter à quoi que ce soit, et elle ne garde rien.',
  'about.not':
    'Elle peut être remplacée, car elle est en clair à côté des preuves. Comparez son SHA-256 avec celui publié avec Keepsafe, ou utilisez la copie que garde votre service.',
  'about.licences': 'Licences des programmes qu’elle contient',
  'about.licence': '{name} {version}, {license}',
};
