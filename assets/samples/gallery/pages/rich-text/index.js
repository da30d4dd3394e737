Page({
  data: {
    html:
      '<h3 style="margin:0 0 8px">一级标题</h3>' +
      '<p style="margin:0 0 8px">一段文字，有<strong>粗体</strong>、<em>斜体</em>、<del>删去的</del>和<span style="color:#2f80c8">颜色</span>。</p>' +
      '<ul style="margin:0 0 8px"><li>第一项</li><li>第二项</li></ul>' +
      '<blockquote style="margin:0;padding-left:10px;border-left:3px solid #d0d0d6;color:#8a8a8e">引用的话</blockquote>',
    table:
      '<table width="100%" style="border-collapse:collapse;text-align:left">' +
      '<tr><th style="border-bottom:1px solid #d0d0d6">港口</th><th style="border-bottom:1px solid #d0d0d6">班次</th></tr>' +
      '<tr><td>东门</td><td>12</td></tr><tr><td>西岸</td><td>8</td></tr></table>',
    nodes: [
      {
        name: 'div',
        attrs: { style: 'padding:12px;border-radius:8px;background:#17a398;color:#fff;line-height:1.5' },
        children: [
          { type: 'text', text: '一个 div，里面是 ' },
          { name: 'b', children: [{ type: 'text', text: '节点数组' }] },
        ],
      },
      { name: 'img', attrs: { src: '/images/pinwheel.png', width: '60', height: '60', style: 'margin-top:8px' } },
    ],
    // script、onclick 和不认识的标签都不会留下
    unsafe: '<p style="margin:0">留下的文字<script>throw 1</script><video>去掉的</video></p>',
  },
})
