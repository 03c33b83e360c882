/** Starts the page. */

import { core } from '../core/index';

void core;
