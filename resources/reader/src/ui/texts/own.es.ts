/** The reader's own words, in Spanish. */

import type { OwnKey } from './own.en';

export const own: Readonly<Record<OwnKey, string>> = {
  brand: 'Lector Keepsafe',
  skip: 'Ir al contenido',
  language: 'Idioma',
  contents: 'Qué hay aquí',
  print: 'Imprimir',
  again: 'Abrir otro archivo',

  'start.title': 'Abrir y comprobar un archivo sellado',
  'start.lead':
    'Esta página funciona sin internet. Lo que abra aquí se queda en esta computadora, y la página no guarda nada.',
  'file.label': 'El archivo sellado',
  'file.hint':
    'Se llama algo como KS-7F3K-9Q2M-1.zip. También se puede abrir el evidence.zip o evidence.zip.age que estaba dentro. También puede soltar el archivo en cualquier parte de esta página.',
  'file.chosen': '{name}, {size}.',
  'file.words': 'Está bloqueado con ocho palabras.',
  'file.key': 'Está bloqueado para la clave de una unidad.',
  'file.nothing': 'Ya no está bloqueado.',
  'file.choose': 'Elegir el archivo',
  'file.none': 'Elija primero el archivo sellado.',
  'file.several': 'Un archivo cada vez, por favor. Se tomó el primero: {name}.',
  'secret.label': 'Las ocho palabras, o la clave de su unidad',
  'secret.hint':
    'No importan las mayúsculas, los acentos, los espacios ni los guiones, y bastan las cuatro primeras letras de cada palabra. Una clave empieza por AGE-SECRET-KEY-1. Péguela, o tómela de un archivo.',
  'secret.file': 'Tomar la clave de un archivo',
  'secret.read': 'La clave se tomó de {name}.',
  'secret.no-key': 'No hay ninguna clave age en {name}. No se cambió nada.',
  'code.label': 'Código del sello, en la hoja de entrega',
  'code.later': 'si lo tiene; también puede escribirlo más tarde',
  'code.hint': 'Ocho grupos de cuatro, con cifras y las letras de la a a la f.',
  'code.wrong':
    'Un código del sello tiene ocho grupos de cuatro, solo con cifras y las letras de la a a la f. Mire otra vez la hoja.',
  'code.short':
    'El código del sello es el corto de la hoja, ocho grupos de cuatro. El largo es el SHA-256 del archivo entero.',
  'code.whole-file':
    'Es el SHA-256 del archivo entero, y es el mismo. El código del sello es el corto de la hoja, ocho grupos de cuatro.',
  'code.groups':
    'Revise lo escrito. Los grupos distintos: {groups}. Mire la hoja una vez más antes de decidir.',
  'open.button': 'Abrir y comprobar',

  'progress.title': 'Comprobando cada byte',
  'progress.figure': '{percent} %',
  'progress.sizes': '{done} de {total}',
  'progress.wait': 'Puede dejar esta página abierta y hacer otra cosa mientras tanto.',
  cancel: 'Cancelar',
  failed:
    'Algo falló en esta página, y no se puede decir nada del archivo. No se cambió nada. Pruebe otra vez, o use los pasos de VERIFY.txt.',

  'verdict.title': 'La respuesta',
  'verdict.bytes': 'Los bytes',
  'verdict.seal': 'El código del sello',
  'bytes.matches': 'COINCIDE. Los mismos bytes que cuando se selló.',
  'bytes.only-itself':
    'COINCIDE solo consigo mismo. Los mismos bytes que cuando se selló este otro archivo.',
  'bytes.changed':
    'CAMBIADO. No es lo que se selló. Una copia dañada se ve igual que una cambiada a propósito: pida otra copia.',
  'bytes.changed-around':
    'CAMBIADO. Lo que se selló dentro aún coincide. Solo difiere lo que está alrededor: pida otra copia.',
  'bytes.cannot-tell': 'NO SE PUEDE SABER. Esto no se pudo comprobar.',
  'seal.same': 'CÓDIGO DEL SELLO: IGUAL. Es el de la hoja de entrega.',
  'seal.same-changed':
    'CÓDIGO DEL SELLO: IGUAL. La lista de archivos es la que se selló; lo que se nombra aquí ya no concuerda con ella.',
  'seal.same-around':
    'CÓDIGO DEL SELLO: IGUAL. Es el de la hoja de entrega, y lo que se selló dentro concuerda con él.',
  'seal.different':
    'CÓDIGO DEL SELLO: DISTINTO. Este no es el archivo para el que se hizo la hoja de entrega.',
  'seal.own': 'Su propio código es',
  'seal.different-unread':
    'CÓDIGO DEL SELLO: DISTINTO. La lista de la que sale el código no se puede leer.',
  'seal.not-compared': 'CÓDIGO DEL SELLO: NO COMPARADO.',
  'seal.nothing-against': 'Nada de dentro contradice el sello.',
  'seal.compare': 'Compare este código con la hoja:',
  'seal.anyone': 'Cualquiera que tenga las palabras pudo hacer un archivo nuevo.',
  'seal.not-compared-unread':
    'CÓDIGO DEL SELLO: NO COMPARADO. La lista de la que sale el código no se puede leer.',
  'seal.nothing':
    'CÓDIGO DEL SELLO: NO COMPARADO. No se pudo calcular, porque la lectura no llegó hasta ahí.',
  'verdict.clock': 'El reloj de la computadora que lo selló decía {time}.',
  'verdict.held-unbroken': 'Contiene {files}; su registro tiene {entries}, sin roturas.',
  'verdict.held': 'Contiene {files}; su registro tiene {entries}.',
  'files.one': '1 archivo guardado',
  'files.many': '{count} archivos guardados',
  'entries.one': '1 entrada',
  'entries.many': '{count} entradas',
  'verdict.truth':
    'Esto no muestra que una imagen diga la verdad, ni cuándo se tomó, ni quién escribió lo que se lee en ella.',
  'verdict.court': 'Esta página vino con el archivo. Para el tribunal, use su propia copia, o VERIFY.txt.',
  'verdict.exhibit': 'Prueba {item}: {sentence}',
  'verdict.which': 'No es como se selló: {exhibits}.',
  'verdict.all-hold': 'Cada archivo guardado es como dice la lista firmada.',
  'verdict.others': '{names} y otros',
  'verdict.more': 'Y {count} más.',
  'verdict.changed-content':
    'Lo que sigue es lo que se encontró en el archivo cambiado. No se fíe de ello.',
  'verdict.around-content': 'Lo que sigue viene de dentro del candado, y está como se selló.',
  'verdict.different-content':
    'Lo que sigue es lo que se encontró en este otro archivo. No se fíe de ello.',

  'checks.title': 'Qué se comprobó',
  'checks.passed': 'Sí',
  'checks.failed': 'No',
  'checks.failed-names': 'No: {names}',
  'checks.more': '{names} y {count} más',
  'checks.not-checked': 'No se pudo comprobar',
  'checks.none': 'No hay',
  'check.outer': '¿El archivo exterior contiene lo que debe y nada más?',
  'check.members': '¿Cada archivo de dentro está bloqueado y nombrado como lo hace Keepsafe?',
  'check.readable': '¿Se pudo leer entero cada archivo de dentro?',
  'check.manifests': '¿Tiene cada archivo el SHA-256 de las listas, y está en una lista?',
  'check.signature': '¿La firma corresponde a la lista sellada?',
  'check.bag-info': '¿Concuerda con el resto lo que dice bag-info.txt?',
  'check.times': '¿Cada sello de tiempo que contiene es de estos bytes?',
  'check.custody-log': '¿El registro no tiene roturas, y sus datos son los que anunciaba?',
  'check.exhibits': '¿El registro y los archivos cuentan lo mismo?',
  'check.other': 'Otra comprobación: {id}',

  'facts.title': 'Datos de este archivo',
  'facts.name': 'Archivo',
  'facts.size': 'Tamaño',
  'facts.sha256': 'SHA-256 del archivo',
  'facts.code': 'Código del sello, completo',
  'facts.bundle': 'Archivo sellado',
  'facts.sealed': 'Sellado (reloj de aquella computadora)',
  'facts.key': 'Clave de firma (SHA-256)',

  'time.title': 'Hora de confianza',
  'time.none': 'No hay ningún sello de tiempo en este archivo.',
  'time.intro':
    'Un sello de tiempo es una nota firmada por una autoridad: estos bytes existían en ese momento. Esta página no lo juzga; compruébelo con la orden. Guarde el certificado raíz de la autoridad como root.pem en la carpeta que está encima. Tómelo de la autoridad misma, nunca de este archivo; VERIFY.txt dice dónde.',
  'time.claims': 'Dice {time}.',
  'time.unread': 'No se pudo leer la hora que contiene.',
  'time.about': 'Es sobre este archivo.',
  'time.not-about': 'No es sobre este archivo.',
  'time.command': 'Ejecute esto en la carpeta extraída (Linux y macOS)',

  copy: 'Copiar',
  copied: 'Copiado',
  'copy.failed': 'Aquí no se pudo copiar. Seleccione el texto y pulse Ctrl y C.',
  'copy.all': 'Copiar todo sobre {id}',
  'alike.title': 'Fáciles de confundir, en orden: {letters}',
  'alike.l': 'L minúscula',
  'alike.I': 'I mayúscula',
  'alike.1': 'cifra uno',
  'alike.O': 'O mayúscula',
  'alike.0': 'cifra cero',
  'alike.|': 'barra vertical',

  'page1.title': 'Página 1: lea esto primero',

  'exhibits.covered-all':
    'Cada archivo está tapado hasta que usted lo pida. Solo se muestra uno cada vez. Se tapa otra vez a los dos minutos, o con la tecla Esc.',
  'exhibits.choose': 'Elegir {id}',
  'exhibits.choose-all': 'Elegir todos',
  'exhibits.choose-none': 'No elegir ninguno',
  'exhibits.chosen': '{count} de {all} elegidos',
  'exhibits.save-chosen': 'Guardar los archivos elegidos',
  'exhibits.save-folder': 'Guardar los archivos elegidos en una carpeta',
  'exhibits.save-how':
    'Se guardan byte a byte, con los nombres cortos que tienen en el archivo sellado.',
  'exhibits.one-by-one':
    'Este navegador los guarda uno tras otro, en sus descargas. Puede preguntar una vez si está de acuerdo.',
  'exhibits.more': 'Todo lo que se sabe de {id}',

  'show.picture': 'Mostrar la imagen',
  'show.text': 'Mostrar el texto',
  'show.video': 'Mostrar el video',
  'show.audio': 'Mostrar la grabación de sonido',
  'show.copy': 'Mostrar la copia de lectura',
  'show.cover': 'Taparlo otra vez',
  'show.larger': 'Más grande',
  'show.smaller': 'Más pequeño',
  'show.covered': 'Tapado',
  'show.loading': 'Abriendo',
  'show.cannot':
    'Un navegador no puede mostrar este tipo de archivo sin riesgo. Guárdelo para verlo.',
  'show.too-large': 'Es demasiado grande para mostrarlo aquí sin riesgo. Guárdelo para verlo.',
  'show.failed': 'No se pudo mostrar. El archivo guardado está entero; guárdelo para verlo.',
  'show.is-copy':
    'Una copia de lectura, hecha por Keepsafe. La prueba es el archivo guardado.',
  'show.cut': 'Solo se muestra el principio. El archivo guardado contiene todo.',
  'show.first-frame': 'Si se mueve, solo se muestra su primera imagen.',
  'show.not-intact':
    'Este archivo no es el que se selló, así que desde aquí no se muestra ni se guarda.',
  'show.gone':
    'No se pudo leer de nuevo tal como se comprobó: el archivo sellado se cambió, se movió o se quitó desde entonces. Ábralo otra vez.',
  'show.missing': 'Este archivo no está en el archivo sellado.',

  save: 'Guardar',
  'save.name': 'Guardar {name}',
  'save.done': '{name} se guardó.',
  'save.done-many': 'Se guardaron {count} archivos.',
  'save.doing': 'Guardando {number} de {count}: {name}',
  'save.some-failed':
    '{count} no se pudieron guardar, porque no están como se sellaron o el disco se negó: {names}.',
  'save.failed': '{name} no se pudo guardar: no está como se selló, o el disco se negó.',
  'save.stopped': 'Detenido. Antes se guardaron {count} archivos.',

  'others.title': 'Otros archivos de dentro',
  'others.intro':
    'El mismo informe para papel, las tablas, el registro y las listas, para guardar.',
  'others.no': 'Cambiado',

  'about.title': 'Sobre esta página',
  'about.what':
    'Esta página comprueba un archivo sellado según las reglas de FORMAT.md y muestra lo que contiene. Es un solo archivo. Su propia regla le prohíbe conectarse a nada, y no guarda nada.',
  'about.not':
    'Se puede reemplazar, porque está a la vista junto a las pruebas. Compare su SHA-256 con el publicado con Keepsafe, o use la copia que guarda su unidad.',
  'about.licences': 'Licencias de los programas que contiene',
  'about.licence': '{name} {version}, {license}',
};
