/** The checking half of the reader. */

import { Refused, type Core } from '../contract';

const notYet = new Refused('cannot-tell', { key: 'old-browser' });

export const core: Core = {
  look: () => Promise.reject(notYet),
  open: () => Promise.reject(notYet),
};
