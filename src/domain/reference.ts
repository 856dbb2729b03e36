/** What ids look like when people type them: `M12`, an original `M12.1`, a replacement `M12.R1`. Groups: the migration, the rest. */
export const REFERENCE = /^(m\d+)(\.r?\d+)?$/i;
