/** What has to be known about an attack to compare it with others and to search with it. */
export interface AttackTraits {
  /** It takes no gradient: it sees logits, or labels only. */
  blackBox: boolean;
  /** It goes step by step, each from where the previous one led. */
  iterative: boolean;
  /**
   * What makes δ smooth: nothing; a penalty; a search among smooth perturbations only; kernels once the search is over.
   */
  smooth: 'none' | 'penalised' | 'searched' | 'afterwards';
  /** It uses ε up, and δ/ε at each step depends on α/ε alone. If not, ε is only a cap on what it finds. */
  hasBudget: boolean;
  /** More is asked of δ than to fool one record as it is stored: one for all records, or to survive a device. */
  asksMore?: true;
}

/** Whether a working attack should fool every record with a large budget: not one step, not one smoothed afterwards. */
export function shouldFoolAll({ blackBox, iterative, smooth, hasBudget, asksMore }: AttackTraits): boolean {
  return !blackBox && asksMore !== true && iterative && hasBudget && smooth !== 'afterwards';
}

/** Whether it searches the whole budget, in many steps along the gradient. */
export function isUnconstrained(traits: AttackTraits): boolean {
  return shouldFoolAll(traits) && traits.smooth === 'none';
}

/** Whether it can only find a δ that is smooth or does more, which an unconstrained attack may also find. */
export function isConstrained({ blackBox, smooth, asksMore }: AttackTraits): boolean {
  return !blackBox && (asksMore === true || smooth === 'searched' || smooth === 'afterwards');
}

/** Whether an analysis can ask it at one budget after another: it follows the gradient, and uses its budget up. */
export function scalesWithBudget({ blackBox, hasBudget, asksMore }: AttackTraits): boolean {
  return hasBudget && !blackBox && asksMore !== true;
}
