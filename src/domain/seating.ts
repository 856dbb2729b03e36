/** People of one original who need a seat, and the supplies that can seat them. */
export interface Demand<Supply> {
  readonly seats: number;
  readonly from: readonly Supply[];
}

/**
 * Seats that are missing when every demand is met as well as can be and each seat is used once. Demands may share some
 * supplies and not others, so filling them in turn would count too many as missing: a seat already given moves on when
 * its demand can take another one (a maximum flow).
 */
export function seatsShort<Supply extends { readonly seats: number }>(demands: readonly Demand<Supply>[]): number {
  const given = new Map<Supply, Map<Demand<Supply>, number>>();
  const givenOf = (supply: Supply) => {
    const seats = given.get(supply) ?? new Map<Demand<Supply>, number>();
    given.set(supply, seats);
    return seats;
  };
  const free = (supply: Supply) => supply.seats - [...givenOf(supply).values()].reduce((sum, one) => sum + one, 0);
  const give = (supply: Supply, demand: Demand<Supply>, seats: number) =>
    givenOf(supply).set(demand, (givenOf(supply).get(demand) ?? 0) + seats);

  /** Seats up to `wanted` for `demand`, if need be by moving others; supplies in `tried` are on the way already. */
  const seat = (demand: Demand<Supply>, wanted: number, tried: Set<Supply>): number => {
    for (const supply of demand.from) {
      if (tried.has(supply)) continue;
      tried.add(supply);
      const spare = Math.min(wanted, free(supply));
      if (spare > 0) {
        give(supply, demand, spare);
        return spare;
      }
      for (const [other, seats] of givenOf(supply)) {
        const moved = other === demand || seats === 0 ? 0 : seat(other, Math.min(wanted, seats), tried);
        if (moved === 0) continue;
        give(supply, other, -moved);
        give(supply, demand, moved);
        return moved;
      }
    }
    return 0;
  };

  return demands.reduce((short, demand) => {
    let open = demand.seats;
    for (let seated = -1; open > 0 && seated !== 0; open -= seated) seated = seat(demand, open, new Set());
    return short + open;
  }, 0);
}
