/** Says `no` of a change that was made, and that the gateway which answers does not go by yet. */
export const inForceHeader = 'Toolgate-In-Force';
