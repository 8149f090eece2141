/// The documents of S3: written with [dev.orrery.objectstore.edge.s3.xml.XmlDocument], read with
/// [dev.orrery.objectstore.edge.s3.xml.XmlReader].
@NullMarked
package dev.orrery.objectstore.edge.s3.xml;

import org.jspecify.annotations.NullMarked;
