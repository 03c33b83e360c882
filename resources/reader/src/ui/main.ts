/** Starts the page. */

import { core } from '../core/index';
import { App } from './app';

new App(core).start();
