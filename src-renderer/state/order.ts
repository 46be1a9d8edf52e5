/** How a table's rows are ordered. */
export interface Order<Key extends string> {
  sort: Key;
  descending: boolean;
}

/** The order after a press on a column's head: reversed, or by this column, numbers from the largest. */
export function sorted<Key extends string>(order: Order<Key>, key: Key, largestFirst: boolean): Order<Key> {
  return { sort: key, descending: order.sort === key ? !order.descending : largestFirst };
}
