/** What an arm begins with. */
export const newArm = (name = 'SAP', pairs = 20) => ({ name, attack: { method: 'sap' as const }, pairs });
