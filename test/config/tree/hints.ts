// The hints of the whole language, for tests of the tree.

export { treeHints } from '../../../daemon/root-schema.js'
