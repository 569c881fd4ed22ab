import { parse } from 'svelte/compiler';

/** A node of the tree of Svelte's compiler or of the script in it: no type of either is exported for both. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/** Attributes and named values that people read or hear, whatever stands in them. */
const READ = new Set(
  'title label aria-label aria-description aria-roledescription aria-valuetext placeholder alt about note keywords heading reason remedy dismiss'.split(
    ' ',
  ),
);
/** Functions whose texts are names of the browser, of the page or of the program's own values. */
const NAMING = new Set(
  'querySelector querySelectorAll getElementById addEventListener removeEventListener startsWith endsWith includes split join replace replaceAll get has matchMedia closest createElement getPropertyValue setProperty getContext setAttribute test RegExp Error TypeError'.split(
    ' ',
  ),
);
/** Names of geometries, keys and parts of the page that read like words. */
const NAMES =
  /^(Point|LineString|Polygon|Multi\w+|Feature|FeatureCollection|GeometryCollection|Files|Enter|Escape|Backspace|Delete|Tab|Shift|Alt|Control|Meta|Home|End|(Arrow|Page)\w+)$/;

/** Texts for people that stand in a file of the app instead of in the dictionary, each with its line. */
export function literalTexts(source: string, isComponent: boolean): string[] {
  const offset = isComponent ? 0 : SCRIPT.length;
  const code = isComponent ? source : `${SCRIPT}${source}\n</script>`;
  const found: string[] = [];
  const tell = (node: Node, text: string): number =>
    found.push(`${source.slice(0, Math.max(0, node.start - offset)).split('\n').length}: ${text.trim()}`);

  const visit = (node: Node, parents: readonly Node[]): void => {
    const [parent] = parents;
    if (node.type === 'StyleSheet' || node.type === 'Comment' || node.type.startsWith('TS') || isCode(node)) return;
    if (node.type === 'Text') {
      const text = String(node['data']);
      if (parent?.type === 'StyleDirective') return;
      const attribute = parent?.type === 'Attribute' ? String(parent['name']) : null;
      if (
        attribute === null
          ? /\p{Letter}/u.test(text) && text.trim() !== 'Weft'
          : READ.has(attribute) && /\p{Letter}{2}/u.test(text)
      )
        tell(node, text);
    } else if (node.type === 'Literal' && typeof node['value'] === 'string') {
      if (!isName(node, parents) && (isRead(node, parents) ? /\p{Letter}{2}/u : READS_AS_TEXT).test(node['value']))
        tell(node, node['value']);
    } else if (node.type === 'TemplateLiteral') {
      const text = (node['quasis'] as Node[]).map(({ value }) => (value as { cooked: string }).cooked).join('{}');
      if (!isName(node, parents) && TEMPLATE_READS_AS_TEXT.test(text) && !STYLE.test(text)) tell(node, text);
    }
    for (const child of childrenOf(node)) visit(child, [node, ...parents]);
  };
  const { fragment, instance, module } = parse(code, { modern: true }) as unknown as Record<string, Node | null>;
  for (const root of [fragment, instance, module]) if (root) visit(root, []);
  return [...new Set(found)];
}

const SCRIPT = '<script lang="ts">\n';
/** Two words, or one with a capital. */
const READS_AS_TEXT =
  /^(?!\(?(max|min|prefers)-|M\d)(?=.*\p{Letter}{2}[ ,.:;…]+.*\p{Letter}{2}|\p{Lu}\p{Ll}+[.…?!]?$)(?!\S+$(?<=[-./:].*))/u;
/** A word set apart by a space from what is put in. */
const TEMPLATE_READS_AS_TEXT = /\p{Letter}{3,}[,.:;]? |[ ,;]\s*\p{Letter}{3,}|^\p{Lu}\p{Ll}+ /u;
const STYLE = /px|var\(|translate|rgb|\bsolid\b|calc\(/;

/** What stands between tags of code is typed as it is. */
function isCode(node: Node): boolean {
  return node.type === 'RegularElement' && (node['name'] === 'code' || node['name'] === 'kbd');
}

function childrenOf(node: Node): Node[] {
  return Object.entries(node)
    .filter(([name]) => name !== 'metadata' && name !== 'parent' && name !== 'loc')
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]) as unknown[])
    .filter((value): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string');
}

/** A literal that is the value of a property or the argument of a component that people read. */
function isRead(node: Node, [parent]: readonly Node[]): boolean {
  return parent?.type === 'Property' && parent['value'] === node && READ.has(String((parent['key'] as Node)['name']));
}

/** A literal that names something of the program: it is compared, imported, looked up or thrown at a programmer. */
function isName(node: Node, parents: readonly Node[]): boolean {
  const [parent] = parents;
  if (parent === undefined) return false;
  if (NAMES.test(String(node['value']))) return true;
  if (/^(Import|Export|SwitchCase|ExpressionStatement)/.test(parent.type) && parent.type !== 'ExportDefaultDeclaration')
    return true;
  if (parent.type === 'BinaryExpression') return /^[!=]==?$|^in$/.test(String(parent['operator']));
  if (parent.type === 'MemberExpression' || parent.type === 'ImportExpression') return true;
  if (parent.type === 'Property' && parent['key'] === node) return true;
  if (parent.type === 'Attribute' || parents[1]?.type === 'Attribute')
    return NAMED_ATTRIBUTES.test(String((parent.type === 'Attribute' ? parent : parents[1])?.['name']));
  if (parent.type !== 'CallExpression' && parent.type !== 'NewExpression') return false;
  const callee = parent['callee'] as Node;
  return NAMING.has(String((callee['property'] as Node | undefined)?.['name'] ?? callee['name']));
}

const NAMED_ATTRIBUTES = /^(class|style|id|for|href|type|name|role|kind|shape|d|transform|points|viewBox|command|data-.*)$/;
