/**
 * What holds for every index of the cluster: names of templates and settings. A test that leaves some behind
 * changes what all tests after it find, in whatever order they happen to run. Those of a scope hold for nobody else.
 */
export async function clusterWideNames(opensearchUrl: string): Promise<string[]> {
  const read = async (path: string) => {
    const response = await fetch(`${opensearchUrl}/${path}`);
    if (!response.ok) throw new Error(`/${path} answers ${response.status}: ${await response.text()}`);
    return (await response.json()) as unknown;
  };
  const [indexTemplates, components, legacy, settings] = await Promise.all(
    ['_index_template', '_component_template', '_template', '_cluster/settings?flat_settings'].map(read),
  );
  const { persistent, transient } = settings as Record<'persistent' | 'transient', object>;
  const named = {
    'index template': namesIn(indexTemplates, 'index_templates'),
    'component template': namesIn(components, 'component_templates'),
    'legacy template': Object.keys(legacy as object),
    'cluster setting': [...Object.keys(persistent), ...Object.keys(transient)],
  };
  return Object.entries(named).flatMap(([kind, names]) =>
    names.filter((name) => !/^(test-|\.)/.test(name)).map((name) => `${kind} ${name}`),
  );
}

function namesIn(answer: unknown, list: string): string[] {
  return (answer as Record<string, { name: string }[]>)[list]!.map(({ name }) => name);
}
