/** Stands in for typage's post-quantum keys: Keepsafe locks files for X25519 keys alone. */

export const MLKEM768P256 = undefined;
export const MLKEM768X25519 = undefined;
