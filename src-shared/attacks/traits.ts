/** What has to be known of an attack to compare it with others and to search with it. */
export interface AttackTraits {
  /** It sees logits and takes no gradient. */
  blackBox: boolean;
  /** It goes step by step, each from where the one before has led. */
  iterative: boolean;
  /**
   * What makes δ smooth: nothing; a penalty; a search among smooth perturbations only; kernels once the search is over.
   */
  smooth: 'none' | 'penalised' | 'searched' | 'afterwards';
  /** It uses ε up, and δ/ε at each step depends on α/ε alone. Otherwise ε is only a cap on what it finds. */
  hasBudget: boolean;
}

/** Whether one that works should fool every record with a large budget: not in one step, not with what is smoothed afterwards. */
export function shouldFoolAll({ blackBox, iterative, smooth, hasBudget }: AttackTraits): boolean {
  return !blackBox && iterative && hasBudget && smooth !== 'afterwards';
}

/** Whether it searches all of the budget, in many steps along the gradient. */
export function isUnconstrained(traits: AttackTraits): boolean {
  return shouldFoolAll(traits) && traits.smooth === 'none';
}

/** Whether it can only find a smooth δ, which `isUnconstrained` ones may find too. */
export function isConstrained({ blackBox, smooth }: AttackTraits): boolean {
  return !blackBox && (smooth === 'searched' || smooth === 'afterwards');
}

/** Whether ε and α can be replaced during an analysis: it follows the gradient, in steps that are the same in units of ε. */
export function scalesWithBudget({ blackBox, hasBudget }: AttackTraits): boolean {
  return hasBudget && !blackBox;
}
